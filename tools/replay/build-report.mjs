// From what the platform recorded to the report in its fixed shape.

/** GET of every page of a list. */
async function readAll(path, { url, token }) {
  const items = [];
  let cursor = null;
  do {
    const address = new URL(path, url);
    if (cursor !== null) address.searchParams.set('cursor', cursor);
    const response = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    const page = await response.json();
    items.push(...page.items);
    cursor = page.nextCursor ?? null;
  } while (cursor !== null);
  return items;
}

const quality = ({ logLoss, auc, tail }) => ({
  logLoss,
  auc,
  ...(tail && { tail: { rows: tail.rows, logLoss: tail.logLoss, auc: tail.auc } }),
});

function whatBecameOf(version, rollouts, changes) {
  const trials = rollouts.filter(({ candidateVersion }) => candidateVersion === version);
  const last = trials.at(0);
  if (last) return (last.endedAt === null ? last.decision : last.reason) || last.decision || last.reason;
  return changes.find((change) => change.version === version)?.reason ?? '';
}

function runView({ id, trigger, triggerDetail, state, candidateVersion, gates, reason, createdAt, finishedAt }) {
  return {
    id,
    trigger,
    because: triggerDetail?.summary ?? triggerDetail ?? {},
    state,
    version: candidateVersion,
    reason,
    gates: gates.map(({ gate, verdict, rule, value }) => ({ gate, verdict, rule, value })),
    createdAt,
    finishedAt,
  };
}

export async function buildReport({ model, replay, data, server, startedMs }) {
  const name = encodeURIComponent(model);
  const [versions, rollouts, changes, runs] = await Promise.all([
    readAll(`/api/v1/models/${name}/versions`, server),
    readAll(`/api/v1/models/${name}/rollouts`, server),
    readAll(`/api/v1/models/${name}/aliases/champion/history`, server),
    readAll(`/api/v1/training-runs?model=${name}`, server),
  ]);
  const { rows, sent, stored, joined, pending, orphans, reconciled, served, baseline, windows } = replay;
  return {
    rows,
    sent,
    stored,
    joined,
    pending,
    orphans,
    reconciled,
    served: quality(served),
    neverRetrained: quality(baseline),
    windows: windows.map((window) => ({
      from: window.from,
      to: window.to,
      rate: window.rate,
      served: quality(window.served),
      neverRetrained: quality(window.baseline),
    })),
    versions: versions
      .sort((a, b) => a.version - b.version)
      .map(({ version, bornBecause, fate, metrics }) => ({
        version,
        bornBecause,
        fate,
        reason: whatBecameOf(version, rollouts, changes),
        answered: replay.answeredBy[version] ?? 0,
        metrics,
      })),
    runs: runs.reverse().map(runView),
    retrainings: runs.length,
    seconds: Math.round((Date.now() - startedMs) / 100) / 10,
    eventBus: replay.eventBus,
    queue: replay.queue,
    model,
    data,
  };
}
