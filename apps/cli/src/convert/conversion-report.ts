import type { ConvertRequest, Converted } from './convert-model';

const quoted = (text: string): string =>
  /^[\w./,:=@-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** What to type next, or null when there is nothing to push. */
function nextCommand(request: ConvertRequest, { model }: Converted): string | null {
  if (model === null) return null;
  const { reference, label, drop } = request;
  const parts = ['plumbline push', quoted(model.file), '--name MODEL'];
  parts.push(reference === undefined ? '--reference ROWS.csv' : `--reference ${quoted(reference)}`);
  parts.push(label === undefined ? '--label COLUMN' : `--label ${quoted(label)}`);
  if (drop.length > 0) parts.push(`--drop ${quoted(drop.join(','))}`);
  return parts.join(' ');
}

function comparisonText({ comparison }: Converted['conversion']): string {
  const { rows, generated, tolerance, maxDifference, rowsBeyond, worstRow, labelsDiffer, measure } = comparison;
  const on = generated
    ? `${rows} generated rows (weaker evidence than real ones: give --reference)`
    : `${rows} reference rows`;
  if (measure === 'labels')
    return `labels differ in ${labelsDiffer ?? 'all'} of ${on}; the model gives no probabilities`;
  const most = maxDifference === null ? 'not a number' : maxDifference.toExponential(2);
  const kind = measure === 'relative' ? 'largest relative difference' : 'largest difference of a probability';
  const labels = labelsDiffer === null ? '' : `, ${labelsDiffer} labels differ`;
  const beyond =
    rowsBeyond === 0 ? '' : `; ${rowsBeyond} rows beyond ${tolerance}, worst is row ${(worstRow ?? 0) + 1}`;
  return `${kind} ${most} on ${on}${labels}${beyond}`;
}

/** Why a conversion that runs may answer otherwise; null when nothing is known. */
function likelyCause({ conversion }: Converted): string | null {
  if (conversion.comparison.within) return null;
  if (conversion.estimator === 'Pipeline' && 'xgboost-cpu' in conversion.versions)
    return 'XGBoost takes the zeros of a sparse matrix for missing values, ONNX takes them for zeros: train with OneHotEncoder(sparse_output=False)';
  return 'values near a threshold of a tree may fall on its other side in float32: round the training data, or accept it with --tolerance';
}

export function conversionJson(request: ConvertRequest, converted: Converted): unknown {
  const { conversion, isolation, source, model, warnings } = converted;
  const { comparison, estimator, family, inputs, outputs, opset, versions } = conversion;
  return {
    verdict: comparison.within ? 'same' : 'different',
    source,
    model,
    estimator,
    family,
    comparison,
    inputs,
    outputs,
    opset,
    versions,
    isolation,
    warnings,
    likelyCause: likelyCause(converted),
    next: nextCommand(request, converted),
  };
}

export function conversionText(request: ConvertRequest, converted: Converted): string {
  const { conversion, source, model, warnings } = converted;
  const { comparison, estimator } = conversion;
  const classes = comparison.classes === null ? '' : `, classes ${comparison.classes.join(', ')}`;
  const cause = likelyCause(converted);
  const next = nextCommand(request, converted);
  const inputs = conversion.inputs.map(({ name, type }) => `${name} ${type}`).join(', ');
  return [
    `${source.file}: ${estimator} (${comparison.task}${classes})`,
    `inputs: ${inputs}`,
    comparisonText(conversion),
    ...warnings.map((warning) => `warning: ${warning}`),
    ...(cause === null ? [] : [`likely cause: ${cause}`]),
    model === null
      ? 'nothing was written (--keep writes it all the same)'
      : `${model.file} ${model.digest}, ${model.bytes} bytes`,
    ...(next === null ? [] : [`next: ${next}`]),
  ].join('\n');
}
