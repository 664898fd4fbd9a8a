import packageJson from '../../package.json';

export const version: string = packageJson.version;

export const help = `plateau ${version}: how two-layer networks learn in high dimension

  plateau run EXPERIMENT [options]   run an experiment; the result is JSON on standard output
  plateau predict EXPERIMENT [--json] [--set KEY=VALUE]
                                     say what theory predicts of it, and what will not work
  plateau target LINK [--json] [--directions K]
                                     say what a target such as "z1 + He3(z2)" is made of: its
                                     exponents, and the order in which its directions are learned
  plateau scaling EXPERIMENT [--dimensions D,D,…] [--seeds A..B] [--json] [--set KEY=VALUE]
                                     run it at several dimensions, on one batch and on fresh ones, and say
                                     whether the overlap vanishes, beside what the exponents predict
  plateau presets [ID]               list the papers' figures, or print one as a document
  plateau doctor                     say what GPU there is, and what to try when there is none
  plateau --help | --version

EXPERIMENT is a JSON file, the id of a preset, or - for standard input.

Options of run:
  --engine NAME      dense (on the GPU), reference (the same in float64, on the CPU) or reduced (the overlaps alone, exact
                     in law at any dimension), and others that the documentation lists
  --set KEY=VALUE    set one key of the document, such as training.batch=64; may be repeated
  --seed N           the seed, 0 to 4294967295
  --seeds A..B       every seed from A to B: means, spreads and quantiles in place of one run
  --out FILE         write the result to FILE: as JSON, or as its name ends, .csv or .npz (for numpy.load)
  --weights F.npy    write W (p×d) at the end to F.npy and W* (k×d) to F-target.npy, float64
  --insist           run even what would take minutes a step
  --profile          say on stderr where the time went, kernel by kernel
  --trace FILE       write when each kernel and each block of steps ran to FILE, for ui.perfetto.dev

Exit codes: 0 done, 1 the run failed or was cancelled, 2 the options or the document were refused.
`;
