export type { Preprocessing } from './preprocessing';
export { columnCount, columnsDecoder, featureColumns, type ValueEncoder } from './feature-columns';
export { boundsBefore } from './number-map';
export { fitPreprocessing, type DeclaredPreprocessing } from './fit-preprocessing';
export { preprocessingProblem } from './check-preprocessing';
export { describePreprocessing } from './describe-preprocessing';
