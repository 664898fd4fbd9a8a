/** A link that cannot be used. The message is a sentence: what was found, at which character, and what is allowed. */
export class InvalidLink extends Error {
  override readonly name = 'InvalidLink';
  constructor(
    message: string,
    /** Character of the source at which the trouble starts, counted from 1. */
    readonly position: number,
  ) {
    super(message);
  }
}
