import { externalNameProblem } from './external-name';

it.each(['w.bin', 'model.onnx.data', 'data/w.bin', 'a b (1).bin', 'Gewichte-ä.bin', '..data', 'a..b'])(
  '%p stays beside the model',
  (name) => expect(externalNameProblem(name)).toBeNull(),
);

it.each([
  ['', /names none/],
  ['/etc/passwd', /absolute/],
  ['../w.bin', /leads out/],
  ['a/../../w.bin', /leads out/],
  ['..', /leads out/],
  ['a\\..\\w.bin', /backslash/],
  ['C:w.bin', /drive/],
  ['w.bin\0.txt', /control/],
  ['./w.bin', /empty part/],
  ['a//w.bin', /empty part/],
  ['a/', /empty part/],
  ['x'.repeat(256), /255/],
])('%p is refused', (name, reason) => expect(externalNameProblem(name)).toMatch(reason));
