# The bitmap font: font.bin is what `Enso.Build font` made, found through the assembler's include path.
# `byte* enso_font(void)` returns its address.
        .intel_syntax noprefix

        .section .rodata.enso.font, "a", @progbits
        .balign 16
        .global enso_font_data
        .type enso_font_data, @object
enso_font_data:
        .incbin "font.bin"
        .size enso_font_data, . - enso_font_data

        .section .text.enso.font, "ax", @progbits
        .global enso_font
        .type enso_font, @function
enso_font:
        lea     rax, enso_font_data[rip]
        ret
        .size enso_font, . - enso_font

        .section .note.GNU-stack, "", @progbits
