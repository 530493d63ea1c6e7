"""c3d FILE -dup -lstat, through the Python package that carries it: its own table."""

import sys

import picsl_c3d

picsl_c3d.Convert3D().execute(f"{sys.argv[1]} -dup -lstat")
