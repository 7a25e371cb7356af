# Completion of migtools for bash. `complete`, which all shells share, knows what may follow.

_migtools() {
	local line word words=() i
	# Bash makes three words of --output=json, and replaces the last one only.
	for ((i = 0; i <= COMP_CWORD; i++)); do
		if ((i)) && [[ ${words[-1]} == --* && (${COMP_WORDS[i]} == = || ${COMP_WORDS[i - 1]} == =) ]]; then
			words[-1]+=${COMP_WORDS[i]}
		else
			words+=("${COMP_WORDS[i]}")
		fi
	done
	word=${words[-1]#--*=}
	COMPREPLY=()
	while IFS=$'\t' read -r line _; do
		case $line in
		:dir) mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -- "$word") ;;
		:file) mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$word") ;;
		"${words[-1]}"*) COMPREPLY+=("${line#--*=}") ;;
		esac
		[[ $line != :* ]] || compopt -o filenames 2>/dev/null
	done < <("$_migtools_complete" $((${#words[@]} - 1)) "${words[@]}")
}

_migtools_complete=${BASH_SOURCE[0]%/*}/../../migtools/complete
complete -F _migtools "${BASH_SOURCE[0]##*/}"
