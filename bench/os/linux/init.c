/* Process 1 of the Linux that Ensō is compared with. It notes when it was started, makes what .NET looks for (/proc,
   /sys, /dev), runs /osbench with the arguments that the kernel was given after "--", and switches the machine off.
   Its lines are those that bench/os/Report.cs describes. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static const char clock_source[] = "/sys/devices/system/clocksource/clocksource0/current_clocksource";

static void report_error(const char *what)
{
    printf("@bench error %s: %s\n", what, strerror(errno));
}

static void mount_at(const char *type, const char *directory)
{
    if (mount(type, directory, type, 0, NULL) != 0)
        report_error(directory);
}

static void report_system(void)
{
    char source[64];
    FILE *file = fopen(clock_source, "r");
    if (file == NULL || fgets(source, sizeof source, file) == NULL)
        report_error(clock_source);
    else
        printf("@bench system clocksource %s", source);
    if (file != NULL)
        fclose(file);
}

static void run(char **arguments)
{
    int status;
    pid_t child = fork();
    if (child == 0) {
        arguments[0] = "/osbench";
        execv(arguments[0], arguments);
        report_error(arguments[0]);
        fflush(stdout);
        _exit(127);
    }
    if (child < 0 || waitpid(child, &status, 0) < 0)
        report_error("/osbench");
    else
        printf("@bench status %d\n", WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

int main(int count, char **arguments)
{
    struct timespec now;
    (void)count;
    clock_gettime(CLOCK_BOOTTIME, &now);
    setvbuf(stdout, NULL, _IOLBF, 0);
    mount_at("proc", "/proc");
    mount_at("sysfs", "/sys");
    mount_at("devtmpfs", "/dev");
    report_system();
    printf("@bench result init 1 %lld.0\n", now.tv_sec * 1000000000LL + now.tv_nsec);
    run(arguments);
    fflush(stdout);
    tcdrain(STDOUT_FILENO);
    reboot(RB_POWER_OFF);
    report_error("power off");
    for (;;)
        pause();
}
