// What the page says above and below the bench.

import { html } from 'lit';
import { openingSeeds } from '../opening/experiment.ts';

export const masthead = html`
  <header class="masthead">
    <p class="name">Plateau</p>
    <h1>Two losses find the hidden direction. Only one keeps it.</h1>
    <p class="lead">
      Four He₃ neurons look for one hidden direction w* in d = 256 dimensions, on n = d^1.75 = 16,384 fresh samples a step, with γ = 0.512.
      Trained on the correlation loss they find it and stay. With the square loss, plain SGD, they find it as fast, and on almost half of the seeds they
      lose it again within fifty steps.
    </p>
  </header>`;

export const footer = html`
  <footer class="small muted">
    <p>
      An overlap is the inner product of a neuron’s weights with w*: 0 knows nothing of it, 1 has found it. A random start has about 1/√d, and the time
      spent near it is the plateau. The comparison follows the figure at n = d^1.75 in
      <a href="https://arxiv.org/abs/2406.02157">arXiv:2406.02157</a>, which shows one run; the bands here are quantiles over ${openingSeeds[1]} seeds. The engine
      reduced runs the chain of the overlaps alone: the n preactivations from their Gaussian law, the rest of the gradient as a Wishart matrix, so that no
      d-dimensional sample is needed and the law is exactly that of the run in d dimensions. On reusing batches:
      <a href="https://arxiv.org/abs/2402.03220">arXiv:2402.03220</a>, <a href="https://arxiv.org/abs/2405.15459">arXiv:2405.15459</a>; on time scales:
      <a href="https://arxiv.org/abs/2303.00055">arXiv:2303.00055</a>.
    </p>
    <p>
      <a href="docs/article.html">The four papers, one figure each</a> · <a href="docs/embed.html">A figure on your own page</a> · <a href="docs/index.html">Documentation</a>
    </p>
  </footer>`;
