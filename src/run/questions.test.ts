import { describe, expect, it } from 'vitest';
import { questionsTo, type Answer, type Answerer } from './questions.ts';

/** Workers that answer when the test says so. */
function office() {
  const hired: { asked: unknown[]; dismissed: boolean; answer(answer: Answer): void; break(message: string): void }[] = [];
  const ask = questionsTo(() => {
    const answerer: Answerer = {
      onmessage: null,
      onerror: null,
      postMessage: (question) => void record.asked.push(question),
      terminate: () => (record.dismissed = true),
    };
    const record = {
      asked: [] as unknown[],
      dismissed: false,
      answer: (data: Answer) => answerer.onmessage?.({ data } as MessageEvent<Answer>),
      break: (message: string) => answerer.onerror?.({ message } as ErrorEvent),
    };
    hired.push(record);
    return answerer;
  });
  return { hired, ask };
}

describe('questions to a worker', () => {
  it('are answered one after another by one worker', async () => {
    const { hired, ask } = office();
    const answers = [ask('a'), ask('b')];
    expect(hired.map(({ asked }) => asked)).toEqual([['a']]);
    hired[0].answer({ value: 1 });
    hired[0].answer({ value: 2 });
    expect(await Promise.all(answers)).toEqual([1, 2]);
    expect(hired).toHaveLength(1);
  });

  it('that are refused say why, and the next is heard', async () => {
    const { hired, ask } = office();
    const refused = ask('five directions');
    const good = ask('one');
    hired[0].answer({ error: 'five are too many' });
    hired[0].answer({ value: 'yes' });
    await expect(refused).rejects.toThrow('five are too many');
    expect(await good).toBe('yes');
  });

  it('are never sent once nobody waits for them', async () => {
    const { hired, ask } = office();
    const [first, left] = [ask('first'), new AbortController()];
    const dropped = ask('dropped', left.signal);
    const last = ask('last');
    left.abort(new Error('changed my mind'));
    await expect(dropped).rejects.toThrow('changed my mind');
    hired[0].answer({ value: 1 });
    hired[0].answer({ value: 3 });
    expect(await Promise.all([first, last])).toEqual([1, 3]);
    expect(hired[0].asked).toEqual(['first', 'last']);
    await expect(ask('too late', left.signal)).rejects.toThrow('changed my mind');
  });

  it('end with their worker when the asker leaves while they are worked on', async () => {
    const { hired, ask } = office();
    const left = new AbortController();
    const slow = ask('slow', left.signal);
    const quick = ask('quick');
    left.abort(new Error('no longer'));
    await expect(slow).rejects.toThrow('no longer');
    expect(hired.map(({ dismissed, asked }) => [dismissed, asked])).toEqual([[true, ['slow']], [false, ['quick']]]);
    hired[1].answer({ value: 'now' });
    expect(await quick).toBe('now');
  });

  it('survive a worker that breaks', async () => {
    const { hired, ask } = office();
    const broken = ask('a');
    const next = ask('b');
    hired[0].break('out of memory');
    await expect(broken).rejects.toThrow('The worker that answers stopped: out of memory');
    hired[1].answer({ value: 2 });
    expect(await next).toBe(2);
  });
});
