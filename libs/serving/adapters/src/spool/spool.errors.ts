import { PlumblineError } from '@plumbline/problem';

export class SpoolFolderLostError extends PlumblineError {
  constructor(folder: string) {
    super('unavailable', 'spool_folder_lost', `The spool's folder ${folder} is gone. Restart the service.`);
  }
}
