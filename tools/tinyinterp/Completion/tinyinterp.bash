# Completes tinyinterp in bash. In ~/.bashrc: source <(tinyinterp completion bash)
_tinyinterp() {
    local line=${COMP_LINE-} point=${COMP_POINT-} program=${COMP_WORDS[0]} suggestion
    if [[ -z $line ]]; then
        line="${COMP_WORDS[*]}"
        point=${#line}
    fi

    COMPREPLY=()
    while IFS= read -r suggestion; do
        COMPREPLY+=("$suggestion")
    done < <("${program/#\~/$HOME}" "[suggest:$point]" "$line" 2>/dev/null | tr -d '\r')
}

# Without a suggestion it is a path.
complete -o default -F _tinyinterp tinyinterp
