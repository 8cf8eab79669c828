import { inspectModel } from '../inspect-model';
import type { OnnxModel } from '../read-model';
import { allNodes } from '../walk-graph';
import { listed, type Finding, type RuntimeSupport } from './finding';

/** Operators and format versions that the runtime does not have. */
export function checkOperators(model: OnnxModel, runtime: RuntimeSupport): Finding[] {
  const findings: Finding[] = [];
  const { customDomains, irVersion } = inspectModel(model);
  if (irVersion > runtime.irVersion) {
    findings.push({
      code: 'ir_version_too_new',
      detail: `the file has IR version ${irVersion}, this runtime reads up to ${runtime.irVersion}. Export with an older onnx package, or set model.ir_version = ${runtime.irVersion} before saving`,
    });
  }
  const foreign = customDomains.filter((domain) => !(domain in runtime.opsets));
  if (foreign.length > 0) {
    const used = [...allNodes(model)].filter(({ domain }) => foreign.includes(domain));
    const operators = [...new Set(used.map(({ domain, opType }) => `${domain}.${opType}`))].sort();
    findings.push({
      code: 'operator_domain_unknown',
      detail: `the model uses operators that are not part of ONNX: ${listed(operators)}. Custom operator libraries are not loaded: export the model with standard operators, or do that step before the request`,
    });
  }
  for (const { domain, version } of [model, ...model.functions].flatMap(({ opsetImport }) => opsetImport)) {
    const name = domain || 'ai.onnx';
    const known = runtime.opsets[name];
    if (known === undefined || version <= BigInt(known)) continue;
    findings.push({
      code: 'opset_too_new',
      detail: `the model imports operator set ${version} of ${name}, this runtime knows up to ${known}. Export again with that one (target_opset=${known} in skl2onnx, opset_version=${known} in torch.onnx.export)`,
    });
  }
  return findings;
}
