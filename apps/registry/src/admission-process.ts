import { runAdmissionProcess } from '@plumbline/registry-adapters';
import { createScorer } from '@plumbline/serving-adapters';

runAdmissionProcess({ createScorer });
