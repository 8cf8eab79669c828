import { runModelProcess } from '@plumbline/serving-adapters';

runModelProcess();
