# Completion of migtools for fish, which finds this by the name of the program. `complete`, which all shells
# share, knows what may follow.

set -l helper (status dirname)/../../migtools/complete

function __migtools_candidates --inherit-variable helper
	set -l words (commandline -opc) (commandline -ct)
	for line in ($helper (math (count $words) - 1) $words)
		switch $line
			case :dir
				__fish_complete_directories (commandline -ct) ''
			case :file
				__fish_complete_path (commandline -ct)
			case '*'
				echo $line
		end
	end
end

complete -c (basename (status filename) .fish) -f -a '(__migtools_candidates)'
