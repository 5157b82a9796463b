"""The program's own costs, as ratios within one run on one machine."""
