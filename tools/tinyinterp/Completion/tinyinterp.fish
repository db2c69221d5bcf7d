# Completes tinyinterp in fish. Save it as ~/.config/fish/completions/tinyinterp.fish
function __tinyinterp_suggest
    set -l line (commandline -cp | string collect)
    tinyinterp "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
end

complete -c tinyinterp -n __fish_use_subcommand -f
complete -c tinyinterp -a '(__tinyinterp_suggest)'
