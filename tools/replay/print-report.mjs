// The same report for people, with a verdict on each bar.
const BARS = [
  ['log loss of what was served', (r) => r.served.logLoss, 0.41],
  ['log loss over the last 5,188 rows', (r) => r.served.tail.logLoss, 0.9],
  ['retrainings', (r) => r.retrainings, 20],
  ['seconds, stack and training included', (r) => r.seconds, 900],
];

const fixed = (value, digits = 4) => (value === null || value === undefined ? '-' : value.toFixed(digits));

function verdicts(report) {
  const bars = BARS.map(([name, read, limit]) => ({ name, value: read(report), limit, met: read(report) <= limit }));
  return [...bars, { name: 'nothing lost', value: report.reconciled, limit: true, met: report.reconciled }];
}

export function reportText(report) {
  const { windows, served, neverRetrained, versions, runs, sent, stored } = report;
  const line = (cells, widths) => cells.map((cell, i) => String(cell).padStart(widths[i])).join('  ');
  const widths = [13, 6, 8, 7, 10, 7];
  const rows = windows.map((w) =>
    line(
      [
        `${w.from}-${w.to - 1}`,
        fixed(w.rate, 3),
        fixed(w.served.logLoss),
        fixed(w.served.auc),
        fixed(w.neverRetrained.logLoss),
        fixed(w.neverRetrained.auc),
      ],
      widths,
    ),
  );
  return [
    line(['rows', 'rate', 'log loss', 'AUC', 'never: loss', 'AUC'], widths),
    ...rows,
    '',
    `served          log loss ${fixed(served.logLoss)}, AUC ${fixed(served.auc)}; last ${served.tail.rows}: ${fixed(served.tail.logLoss)}, ${fixed(served.tail.auc)}`,
    `never retrained log loss ${fixed(neverRetrained.logLoss)}, AUC ${fixed(neverRetrained.auc)}; last ${neverRetrained.tail.rows}: ${fixed(neverRetrained.tail.logLoss)}, ${fixed(neverRetrained.tail.auc)}`,
    '',
    ...versions.map((v) => `v${v.version} ${v.fate}, answered ${v.answered}: born ${v.bornBecause}. ${v.reason}`),
    ...runs.filter((r) => r.version === null).map((r) => `no version, ${r.state} (${r.trigger}): ${r.reason}`),
    '',
    `sent ${sent.predictions} predictions, ${sent.outcomes} outcomes; stored ${stored.predictions}, ${stored.outcomes}; joined ${report.joined}, pending ${report.pending}, orphans ${report.orphans}`,
    `events on ${report.eventBus}, jobs on ${report.queue}`,
    ...verdicts(report).map(({ name, value, limit, met }) => {
      const shown = typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(4) : value;
      return `${met ? 'met    ' : 'NOT MET'} ${name}: ${shown}${limit === true ? '' : ` (at most ${limit})`}`;
    }),
  ].join('\n');
}
