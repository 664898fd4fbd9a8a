// The order of play: who is prepared, how many steps a batch has, whose turn it is.

/**
 * Ten steps of the small experiments by everybody, compared with the plain loop. Returns the largest deviations, and
 * throws when one is beyond what the sampling of the batches explains: times of different work are not compared.
 */
export async function check(hosts, contenders, checks, steps, log) {
  const deviations = {};
  const oracle = await overlapsAfter(hosts.Node, 'plain-node', checks, steps);
  for (const { id, where } of contenders) {
    const got = await overlapsAfter(hosts[where], id, checks, steps).catch((error) => reason(error));
    if (typeof got === 'string') {
      log(`check: ${id} failed: ${got}`);
      await hosts[where].restart();
      continue;
    }
    deviations[id] = checks.map((_, c) => Math.max(...got[c].map((m, i) => Math.abs(m - oracle[c][i]))));
    log(`check: ${id} within ${deviations[id].map((deviation) => deviation.toFixed(4)).join(', ')} of the plain loop`);
    checks.forEach(({ id: size, tolerance }, c) => {
      if (!(deviations[id][c] <= tolerance))
        throw new Error(`${id} does other work: after ${steps + 1} steps of ${size} its overlaps are ${got[c].map((m) => m.toFixed(4)).join(' ')}, the plain loop's ${oracle[c].map((m) => m.toFixed(4)).join(' ')}`);
    });
  }
  return deviations;
}

async function overlapsAfter(host, id, sizes, steps) {
  const contender = await host.open(id);
  try {
    const overlaps = [];
    for (const size of sizes) {
      await contender.prepare(size);
      overlaps.push((await contender.time(steps)).overlaps);
      await contender.dispose();
    }
    return overlaps;
  } finally {
    await contender.close();
  }
}

/** All contenders at one size, in turns: A B C A B C …, so that what else the machine does falls on all of them. */
export async function measure(hosts, contenders, size, { rounds, batchSeconds }, log) {
  const failures = new Map();
  const open = await prepareAll(hosts, contenders, size, failures, log);
  for (const one of open) {
    try {
      await calibrate(one, batchSeconds);
      log(`${size.id}: ${one.id}, ${one.steps} step(s) a batch`);
    } catch (error) {
      failures.set(one.id, reason(error));
    }
  }
  for (let round = 0; round < rounds; round++)
    for (const one of open) {
      if (failures.has(one.id)) continue;
      try {
        const { milliseconds } = await one.contender.time(one.steps);
        one.batches.push(milliseconds);
        log(`${size.id} round ${round + 1}/${rounds}: ${one.id} ${(milliseconds / one.steps).toFixed(2)} ms a step`);
      } catch (error) {
        failures.set(one.id, reason(error));
        log(`${size.id}: ${one.id} failed: ${reason(error)}`);
      }
    }
  for (const { contender } of open) await contender.close();
  return contenders.map(({ id, name, where }) => {
    if (failures.has(id)) return { id, name, where, failed: failures.get(id) };
    const { who, steps, batches } = open.find((one) => one.id === id);
    return { id, name, where, who, steps, batches };
  });
}

/** A contender that fails may take Chromium's GPU process with it: the others then begin again without it. */
async function prepareAll(hosts, contenders, size, failures, log) {
  for (;;) {
    const open = [];
    let failed = null;
    for (const { id, where } of contenders) {
      if (failures.has(id)) continue;
      let contender = null;
      try {
        contender = await hosts[where].open(id);
        open.push({ id, contender, who: await contender.prepare(size), steps: 1, batches: [] });
      } catch (error) {
        failures.set(id, reason(error));
        log(`${size.id}: ${id} failed: ${failures.get(id)}`);
        await contender?.close();
        failed = where;
        break;
      }
    }
    if (!failed) return open;
    for (const { contender } of open) await contender.close();
    await hosts[failed].restart();
  }
}

/** As many steps as fill a batch: by the time of one step, then, as that has much overhead, by that of half a batch. */
async function calibrate(one, seconds) {
  const stepsFor = (wanted, { milliseconds }, steps) => Math.max(1, Math.ceil((1000 * wanted * steps) / milliseconds));
  const half = stepsFor(seconds / 2, await one.contender.time(1), 1);
  one.steps = half === 1 ? 1 : stepsFor(seconds, await one.contender.time(half), half);
}

/** The first line of an error, without Playwright's prefix. */
const reason = (error) => String(error.message ?? error).replace(/^page\.evaluate: /, '').split('\n')[0].slice(0, 300);
