// From a text or a picture to a file in the reader's downloads.

export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun by then; a second is for browsers that are slow to open the blob.
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

export const textFile = (pieces: string[], type: string): Blob => new Blob(pieces, { type: `${type};charset=utf-8` });
