export { PlumblineError, type FieldProblem, type PlumblineErrorOptions, type ProblemKind } from './plumbline-error';
