export { compileTreeEngine, type TreeEngine } from './compile-tree-engine';
