# The terminal's description in terminfo's compiled form: terminfo.bin is what `Enso.Build terminfo` made, found through
# the assembler's include path. `byte* enso_terminfo(void)` and `ulong enso_terminfo_length(void)` say where it is.
        .intel_syntax noprefix

        .section .rodata.enso.terminfo, "a", @progbits
        .balign 16
enso_terminfo_data:
        .incbin "terminfo.bin"
enso_terminfo_end:

        .section .text.enso.terminfo, "ax", @progbits
        .global enso_terminfo
        .type enso_terminfo, @function
enso_terminfo:
        .cfi_startproc
        lea     rax, enso_terminfo_data[rip]
        ret
        .cfi_endproc
        .size enso_terminfo, . - enso_terminfo

        .global enso_terminfo_length
        .type enso_terminfo_length, @function
enso_terminfo_length:
        .cfi_startproc
        mov     eax, OFFSET enso_terminfo_end - enso_terminfo_data
        ret
        .cfi_endproc
        .size enso_terminfo_length, . - enso_terminfo_length

        .section .note.GNU-stack, "", @progbits
