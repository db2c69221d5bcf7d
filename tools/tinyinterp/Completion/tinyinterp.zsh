#compdef tinyinterp
# Completes tinyinterp in zsh. In ~/.zshrc, behind compinit: source <(tinyinterp completion zsh)
_tinyinterp() {
    local line="${(j: :)words[1,CURRENT]}"
    local -a suggestions
    suggestions=(${(f)"$(${~words[1]} "[suggest:${#line}]" "$line" 2>/dev/null)"})
    if (( ${#suggestions} )); then
        compadd -- $suggestions
    else
        _files
    fi
}

compdef _tinyinterp tinyinterp
