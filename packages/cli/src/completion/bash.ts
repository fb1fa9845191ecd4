/** A script that completes the command line in bash, and in zsh through its emulation of bash's. */
import type { CompletedCommand, Words } from "./surface.js";

/** Nothing is asked of linknet itself while someone types: all that the shell offers stands in the script. */
export function renderBash(surface: readonly CompletedCommand[]): string {
  return `# What "linknet completion bash" prints: completion for linknet. To have it now: source <(linknet completion bash)

_linknet_commands() {
  case "$1" in
${cases(surface, ({ commands }) => commands.map(({ name }) => name))}
  esac
}

_linknet_options() {
  case "$1" in
${cases(surface, ({ options }) => options.flatMap(({ flags }) => flags))}
  esac
}

# Kind of files, then values.
_linknet_arguments() {
  case "$1" in
${cases(surface, (command) => describe(command.arguments))}
  esac
}

# The same of an option's value; fails where the option takes none.
_linknet_value() {
  case "$1 $2" in
${surface.flatMap(valueCases).join("\n")}
    *) return 1 ;;
  esac
}

_linknet_offer() {
  local IFS=$' \\t\\n'
  local current="$1" kind="$2" before=""
  shift 2
  # The last of several, which stand behind commas.
  if [[ "$current" == *,* && $# -gt 0 ]]; then
    before="\${current%,*},"
  fi
  COMPREPLY=( $(compgen -P "$before" -W "$*" -- "\${current#"$before"}") )
  if [[ \${#COMPREPLY[@]} -gt 0 || "$kind" == none ]]; then return; fi
  IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  if [[ "$kind" == folders ]]; then
    COMPREPLY=( $(compgen -d -- "$current") )
  else
    COMPREPLY=( $(compgen -f -- "$current") )
  fi
}

_linknet() {
  local IFS=$' \\t\\n'
  local current="\${COMP_WORDS[COMP_CWORD]}" path="" option="" word index
  COMPREPLY=()
  for (( index = 1; index < COMP_CWORD; index++ )); do
    word="\${COMP_WORDS[index]}"
    # Bash makes a word of the sign between an option and its value.
    if [[ "$word" == "=" && -n "$option" ]]; then continue; fi
    if [[ -n "$option" ]]; then
      option=""
    elif [[ "$word" == -* ]]; then
      if _linknet_value "$path" "$word" >/dev/null; then option="$word"; fi
    elif [[ " $(_linknet_commands "$path") " == *" $word "* ]]; then
      path="\${path:+$path }$word"
    fi
  done
  if [[ "$current" == "=" && -n "$option" ]]; then current=""; fi
  if [[ -n "$option" ]]; then
    _linknet_offer "$current" $(_linknet_value "$path" "$option")
  elif [[ "$current" == -* ]]; then
    _linknet_offer "$current" none $(_linknet_options "$path")
  elif [[ -n "$(_linknet_commands "$path")" ]]; then
    _linknet_offer "$current" none $(_linknet_commands "$path")
  else
    _linknet_offer "$current" $(_linknet_arguments "$path")
  fi
}

complete -F _linknet linknet`;
}

/** The same for zsh. */
export function renderZsh(surface: readonly CompletedCommand[]): string {
  return `#compdef linknet
autoload -U +X compinit bashcompinit
(( $+functions[compdef] )) || compinit
bashcompinit

${renderBash(surface)}`;
}

function cases(
  surface: readonly CompletedCommand[],
  wordsOf: (command: CompletedCommand) => readonly string[],
): string {
  return surface
    .flatMap((command) => {
      const words = wordsOf(command);
      return words.length === 0 ? [] : [`    ${quote(command.path.join(" "))}) echo ${quote(words.join(" "))} ;;`];
    })
    .join("\n");
}

function valueCases({ path, options }: CompletedCommand): readonly string[] {
  return options.flatMap(({ flags, value }) => {
    if (value === undefined) return [];
    const patterns = flags.map((flag) => quote([path.join(" "), flag].join(" ")));
    return [`    ${patterns.join("|")}) echo ${quote(describe(value).join(" "))} ;;`];
  });
}

function describe({ files, values }: Words): readonly string[] {
  return [files, ...values];
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
