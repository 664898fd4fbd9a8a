// A study below the bench: what reuse finds, whatever the dimension.

import { html } from 'lit';

export const scalingSection = html`
  <section class="bench study" aria-labelledby="scaling-title">
    <h2 id="scaling-title">What using a batch again finds</h2>
    <p class="lead">
      Two steps on N = 4 D samples. With fresh samples at the second step the network knows a direction only if the label’s mean, given what is known, leans on it.
      On the same samples it finds what any function of the label leans on, generative exponent 1: that overlap levels off as D grows, every other one falls like
      1/√D.
    </p>
    <plateau-scaling></plateau-scaling>
  </section>`;
