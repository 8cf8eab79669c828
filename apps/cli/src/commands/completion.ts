import { Argument, type Command } from 'commander';
import type { CliContext } from '../context';

interface Word {
  readonly path: string;
  readonly next: readonly string[];
}

/** Every command path with what may follow it. */
function wordsOf(command: Command, path = ''): Word[] {
  const flags = command.options.flatMap(({ long }) => (long ? [long] : []));
  const next = [...command.commands.map((sub) => sub.name()), ...flags];
  const below = command.commands.flatMap((sub) => wordsOf(sub, path === '' ? sub.name() : `${path} ${sub.name()}`));
  return [{ path, next }, ...below];
}

function bash(words: readonly Word[]): string {
  const cases = words.map(
    ({ path, next }) => `    "${path}") COMPREPLY=($(compgen -W "${next.join(' ')}" -- "$word")) ;;`,
  );
  return `_plumbline() {
  local word="\${COMP_WORDS[COMP_CWORD]}" path="" part
  for part in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ "$part" == -* ]] && break
    case " ${words
      .map(({ path }) => path)
      .filter(Boolean)
      .join(' | ')} " in *" \${path:+$path }$part "*) path="\${path:+$path }$part" ;; esac
  done
  case "$path" in
${cases.join('\n')}
  esac
}
complete -o default -F _plumbline plumbline`;
}

const fish = (words: readonly Word[]): string =>
  words
    .flatMap(({ path, next }) => {
      const condition = path === '' ? '__fish_use_subcommand' : `__fish_seen_subcommand_from ${path.split(' ').at(-1)}`;
      return next.map((word) =>
        word.startsWith('--')
          ? `complete -c plumbline -n "${condition}" -l ${word.slice(2)}`
          : `complete -c plumbline -n "${condition}" -a ${word}`,
      );
    })
    .join('\n');

export function registerCompletion(program: Command, context: CliContext): void {
  program
    .command('completion')
    .description('a completion script for your shell, e.g. eval "$(plumbline completion bash)"')
    .addArgument(new Argument('<shell>', 'shell').choices(['bash', 'zsh', 'fish']))
    .action((shell: 'bash' | 'zsh' | 'fish') => {
      const words = wordsOf(program);
      const text = {
        bash,
        zsh: (all: readonly Word[]) => `autoload -U +X bashcompinit && bashcompinit\n${bash(all)}`,
        fish,
      };
      context.stdout(text[shell](words));
    });
}
