"""The figures of docs/benchmarks.md: one file each. `./dev bench` prints one line of JSON per figure."""
