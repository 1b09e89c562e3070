/** The shells that there are scripts for. */
export const shells = ["bash", "zsh", "fish"] as const;

/** What a shell has to be told so that it completes `burr`. */
export const completionScripts: Readonly<Record<(typeof shells)[number], string>> = {
  bash: `# burr completion bash >> ~/.bashrc
_burr() {
  local line=\${COMP_LINE:0:COMP_POINT} words=() cur prefix candidate
  read -ra words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  cur=\${words[\${#words[@]}-1]}
  # Behind these signs bash begins another word.
  prefix=\${cur%"\${cur##*[:=@]}"}
  COMPREPLY=()
  while IFS= read -r candidate; do
    COMPREPLY+=("\${candidate#"$prefix"}")
  done < <(burr __complete -- "\${words[@]:1}" 2>/dev/null)
  if [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == */ ]]; then compopt -o nospace 2>/dev/null; fi
}
complete -o default -F _burr burr
`,
  zsh: `#compdef burr
# burr completion zsh > ~/.zfunc/_burr, with fpath+=~/.zfunc before compinit
_burr() {
  local -a candidates
  candidates=("\${(@f)$(burr __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  candidates=(\${candidates:#})
  if (( ! \${#candidates} )); then _files; return; fi
  compadd -S '' -- \${(M)candidates:#*/}
  compadd -- \${candidates:#*/}
}
if [ "$funcstack[1]" = "_burr" ]; then _burr "$@"; else compdef _burr burr; fi
`,
  fish: `# burr completion fish > ~/.config/fish/completions/burr.fish
function __burr_complete
  set -l words (commandline -opc)
  burr __complete -- $words[2..-1] (commandline -ct) 2>/dev/null
end
complete -c burr -a '(__burr_complete)'
`,
};
