#pragma once
#include <isa-l.h>
#include <libdeflate.h>
#include <zlib.h>
