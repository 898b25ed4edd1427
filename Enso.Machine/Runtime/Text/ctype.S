# Classes of characters and lower case in the C locale, as glibc's <ctype.h> looks them up (Linux Standard Base 5.0,
# core, 13.5): a function gives the address of a pointer into the middle of a table of -128 to 255.
.section .rodata.enso.ctype,"a",@progbits

# glibc's bits. A class is a number as it stands in memory on a little-endian processor.
.set UPPER, 0x100
.set LOWER, 0x200
.set ALPHA, 0x400
.set DIGIT, 0x800
.set HEXADECIMAL, 0x1000
.set SPACE, 0x2000
.set PRINTING, 0x4000
.set GRAPHIC, 0x8000
.set BLANK, 0x1
.set CONTROL, 0x2
.set PUNCTUATION, 0x4
.set ALPHANUMERIC, 0x8

# Adds bits to the class of the characters from first to last.
.macro CLASS first, last, bits
        .if character >= \first && character <= \last
                .set class, class | \bits
        .endif
.endm

.balign 8
classes:
        .fill 128, 2, 0
.set character, 0
.rept 128
        .set class, 0
        CLASS 0, 31, CONTROL
        CLASS 127, 127, CONTROL
        CLASS 9, 13, SPACE
        CLASS 9, 9, BLANK
        CLASS 32, 32, (SPACE | BLANK | PRINTING)
        CLASS 33, 126, (GRAPHIC | PRINTING)
        CLASS 48, 57, (DIGIT | HEXADECIMAL | ALPHANUMERIC)
        CLASS 65, 90, (UPPER | ALPHA | ALPHANUMERIC)
        CLASS 65, 70, HEXADECIMAL
        CLASS 97, 122, (LOWER | ALPHA | ALPHANUMERIC)
        CLASS 97, 102, HEXADECIMAL
        .if class & GRAPHIC && !(class & ALPHANUMERIC)
                .set class, class | PUNCTUATION
        .endif
        .short class
        .set character, character + 1
.endr
        .fill 128, 2, 0

# Emits the table that adds a number to the characters from first to last, and leaves the others.
.macro CASES name, first, last, change
.balign 8
\name:
        .set character, -128
        .rept 384
                .if character >= \first && character <= \last
                        .long character + \change
                .else
                        .long character
                .endif
                .set character, character + 1
        .endr
.endm
CASES lower, 65, 90, 32
CASES upper, 97, 122, -32

.balign 8
classes_of_0: .quad classes + 2 * 128
lower_of_0: .quad lower + 4 * 128
upper_of_0: .quad upper + 4 * 128

.section .text.enso.ctype,"ax",@progbits
.macro TABLE name, pointer
.global \name
.type \name,@function
\name:
        leaq \pointer(%rip), %rax
        ret
.size \name, . - \name
.endm
TABLE __ctype_b_loc, classes_of_0
TABLE __ctype_tolower_loc, lower_of_0
TABLE __ctype_toupper_loc, upper_of_0
.section .note.GNU-stack,"",@progbits
