import { runAdmissionProcess } from '@plumbline/registry-adapters';
import { compileTrees, createScorer } from '@plumbline/serving-adapters';

runAdmissionProcess({ createScorer, compileTrees });
