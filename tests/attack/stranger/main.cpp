// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "stranger.h"

#include <cstdio>

int main(int count, char **arguments)
{
    const Stranger::Arguments all(arguments + 1, arguments + count);
    if (all.size() == 5 && all[0] == "swap")
        return Stranger::swap({ all.begin() + 1, all.end() });
    if (all.size() == 5 && all[0] == "toggle")
        return Stranger::toggle({ all.begin() + 1, all.end() });
    if (all.size() >= 5 && all[0] == "linger")
        return Stranger::linger({ all.begin() + 1, all.end() });
    std::fputs("usage: stranger swap FOLDER NAME TARGET SECONDS\n"
               "       stranger toggle FROM TO NAME SECONDS\n"
               "       stranger linger KIND NAME SECONDS COUNT [PAUSE]\n",
               stderr);
    return 2;
}
