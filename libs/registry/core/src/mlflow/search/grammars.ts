import type { Grammar } from './filter';

/** Names of attributes are those that MLflow's clients send. */
export const EXPERIMENT_GRAMMAR: Grammar = {
  attributes: { name: 'text', experiment_id: 'text', creation_time: 'number', last_update_time: 'number' },
  entities: ['tag'],
};

export const RUN_GRAMMAR: Grammar = {
  attributes: {
    run_id: 'text',
    run_name: 'text',
    experiment_id: 'text',
    status: 'text',
    user_id: 'text',
    artifact_uri: 'text',
    start_time: 'number',
    end_time: 'number',
  },
  synonyms: {
    created: 'start_time',
    Created: 'start_time',
    'run name': 'run_name',
    'Run name': 'run_name',
    'Run Name': 'run_name',
  },
  entities: ['metric', 'param', 'tag'],
};

export const LOGGED_MODEL_GRAMMAR: Grammar = {
  attributes: {
    name: 'text',
    model_id: 'text',
    model_type: 'text',
    status: 'text',
    source_run_id: 'text',
    experiment_id: 'text',
    creation_timestamp: 'number',
    last_updated_timestamp: 'number',
  },
  synonyms: { creation_time: 'creation_timestamp', creation_timestamp_ms: 'creation_timestamp' },
  entities: ['metric', 'param', 'tag'],
};

export const REGISTERED_MODEL_GRAMMAR: Grammar = {
  attributes: { name: 'text', creation_timestamp: 'number', last_updated_timestamp: 'number' },
  synonyms: { timestamp: 'last_updated_timestamp' },
  entities: ['tag'],
};

export const MODEL_VERSION_GRAMMAR: Grammar = {
  attributes: {
    name: 'text',
    version_number: 'number',
    run_id: 'text',
    source_path: 'text',
    creation_timestamp: 'number',
    last_updated_timestamp: 'number',
  },
  synonyms: { version: 'version_number', source: 'source_path' },
  entities: ['tag'],
};
