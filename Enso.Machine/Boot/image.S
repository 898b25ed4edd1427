# What the build says of this image: its name, which is the program's argument 0, and whether it is one program (then
# the console is that program's alone, and its end is the machine's) or a kernel with a shell. Assembled for each image.

        .intel_syntax noprefix
        .ifndef ENSO_IS_PROGRAM
        .set ENSO_IS_PROGRAM, 0
        .endif

        .section .rodata.enso.image,"a",@progbits
image_path:
        .ascii "/"
        .incbin "image.name"
        .byte 0

        .section .text.enso.image,"ax",@progbits
# byte* enso_image_path_address(void)
        .global enso_image_path_address
        .type enso_image_path_address, @function
enso_image_path_address:
        lea rax, [rip + image_path]
        ret
        .size enso_image_path_address, . - enso_image_path_address

# int enso_image_is_program(void)
        .global enso_image_is_program
        .type enso_image_is_program, @function
enso_image_is_program:
        mov eax, ENSO_IS_PROGRAM
        ret
        .size enso_image_is_program, . - enso_image_is_program

        .section .note.GNU-stack,"",@progbits
