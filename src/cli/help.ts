import packageJson from '../../package.json';

export const version: string = packageJson.version;

export const help = `plateau ${version}: how two-layer networks learn in high dimension

  plateau run EXPERIMENT [options]   run an experiment; the result is JSON on standard output
  plateau presets [ID]               list the papers' figures, or print one as a document
  plateau doctor                     say what GPU there is, and what to try when there is none
  plateau --help | --version

EXPERIMENT is a JSON file, the id of a preset, or - for standard input.

Options of run:
  --engine NAME      dense (on the GPU) or reference (the same in float64, on the CPU)
  --set KEY=VALUE    set one key of the document, such as training.batch=64; may be repeated
  --seed N           the seed, 0 to 4294967295
  --seeds A..B       every seed from A to B: means, spreads and quantiles in place of one run
  --out FILE         write the result to FILE
  --insist           run even what would take minutes a step
  --profile          say on stderr where the GPU's time went, kernel by kernel

Exit codes: 0 done, 1 the run failed or was cancelled, 2 the options or the document were refused.
`;
