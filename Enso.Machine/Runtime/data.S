# Data that C declares extern. The standard streams: structures whose first word is the descriptor (Runtime/Text).
.section .data.enso.streams,"aw",@progbits
.balign 8
.global stdin
stdin: .quad stdin_stream
.global stdout
stdout: .quad stdout_stream
.global stderr
stderr: .quad stderr_stream
stdin_stream: .long 0, 0
stdout_stream: .long 1, 0
stderr_stream: .long 2, 0
# The C environment: filled in by Runtime/EnvironmentBlock.cs, which getenv reads too.
.global environ
environ: .quad empty_environment
empty_environment: .quad 0
.text
.global enso_environ
enso_environ:
        leaq environ(%rip), %rax
        ret
.section .note.GNU-stack,"",@progbits
