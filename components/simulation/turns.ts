// Figures of a page are drawn in turn, a few in each frame: eight runs that drew at every step would leave the page no time to
// answer its reader, and its workers none to compute.

/** Milliseconds of a frame in which figures are begun; the rest of it is for layout and paint. */
const SHARE = 2;
/** After a frame in which some were drawn, they rest for as many times what all of it took. */
const REST = 1;

/** In order of asking. */
const queue = new Set<() => void>();
let [frame, began, rested] = [0, 0, 0];

/** Once for each in the queue: between two callbacks of a frame all is done that the first has asked for, and its time is counted. */
function look(at: number): void {
  const [draw] = queue;
  if (!draw) return;
  const now = performance.now();
  if (at !== frame && now >= rested) {
    [frame, began] = [at, now];
    // The task after a frame's own, which has layout and paint in it.
    setTimeout(() => (rested = performance.now() + REST * (performance.now() - now)));
  }
  if (at !== frame || now - began > SHARE) return void requestAnimationFrame(look);
  queue.delete(draw);
  draw();
}

/** Calls `draw` once, at the next frame in which its turn comes. Returns how to stop it. */
export function inTurn(draw: () => void): () => void {
  queue.add(draw);
  requestAnimationFrame(look);
  return () => queue.delete(draw);
}
