# complete.zsh FUNCTIONS LINE: prints the words with which zsh, with FUNCTIONS in its path, would continue the line.
# An interactive zsh completes the line on a terminal of its own; compadd, which gets all candidates, records them.
zmodload zsh/zpty
out=$PWD/.candidates
: >$out
cat >.worker.zsh <<WORKER
PROMPT=
setopt no_auto_list no_auto_menu no_beep
fpath=(${(q)1} \$fpath)
autoload -Uz compinit && compinit -D -u
compadd() {
	local -a found
	if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "\$@"; return; fi
	builtin compadd -A found "\$@"
	(( \$#found )) && print -rl -- \$found >>${(q)out}
	builtin compadd "\$@"
}
complete-once() { zle complete-word; print done >>${(q)out} }
zle -N complete-once
bindkey '^I' complete-once
WORKER
zpty worker zsh -f -i
zpty -w worker "source ./.worker.zsh"
zpty -w -n worker "$2"$'\t'
for (( i = 0; i < 100; i++ )); do
	[[ $(tail -n 1 $out) == done ]] && break
	zpty -r -t worker >/dev/null
	sleep 0.1
done
zpty -d worker
sed '/^done$/d' $out
