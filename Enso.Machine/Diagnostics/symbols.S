# The image's symbol table. The image is linked twice: first around an empty symbols.bin, then around the one
# made from that first link. The linker script puts .enso.symbols last in the address space, so nothing else
# moves.

        .intel_syntax noprefix

        .section .enso.symbols,"a",@progbits
        .balign 8
        .global enso_symbols_start
        .global enso_symbols_end
enso_symbols_start:
        .incbin "symbols.bin"
enso_symbols_end:

        .text
# byte* enso_symbols_address(void)
        .global enso_symbols_address
        .type enso_symbols_address, @function
enso_symbols_address:
        .cfi_startproc
        lea rax, [rip + enso_symbols_start]
        ret
        .cfi_endproc
        .size enso_symbols_address, . - enso_symbols_address

# The difference of the two symbols is known to the assembler, but as an immediate it would change this code's
# length with the table's; the difference of two addresses does not.
# ulong enso_symbols_length(void)
        .global enso_symbols_length
        .type enso_symbols_length, @function
enso_symbols_length:
        .cfi_startproc
        lea rax, [rip + enso_symbols_end]
        lea rcx, [rip + enso_symbols_start]
        sub rax, rcx
        ret
        .cfi_endproc
        .size enso_symbols_length, . - enso_symbols_length

        .section .note.GNU-stack,"",@progbits
