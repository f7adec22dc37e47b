/* Gives the files of the named folders to the target one by one. */
#include "target.h"

#include <dirent.h>

static void replay(const char *folder, const char *name)
{
    char path[4096];

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    MUST(file != NULL && fseek(file, 0, SEEK_END) == 0);
    size_t size = (size_t)ftell(file);
    uint8_t *bytes = malloc(size == 0 ? 1 : size);
    rewind(file);
    MUST(bytes != NULL && fread(bytes, 1, size, file) == size);
    fclose(file);
    fprintf(stderr, "%s\n", path); /* the last one is the one that broke it */
    LLVMFuzzerTestOneInput(bytes, size);
    free(bytes);
}

int main(int argc, char **argv)
{
    int replayed = 0;

    for (int i = 1; i < argc; i++) {
        DIR *folder = opendir(argv[i]);

        MUST(folder != NULL);
        for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
            if (entry->d_name[0] != '.') {
                replay(argv[i], entry->d_name);
                replayed++;
            }
        closedir(folder);
    }
    MUST(replayed != 0);
    return EXIT_SUCCESS;
}
