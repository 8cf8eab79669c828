import { plumblineConfig } from './tools/eslint/config.mjs';

export default await plumblineConfig({ typed: true });
