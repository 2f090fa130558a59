// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// replay FOLDER [MUTATIONS]: feeds a fuzz target with every file of its corpus, and with that
// many mutations of each. The mutations are the same in every run.

#include "fuzzing.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

namespace {

using Bytes = std::vector<uint8_t>;

Bytes contentOf(const std::filesystem::path &path)
{
    std::ifstream file(path, std::ios::binary);
    return Bytes(std::istreambuf_iterator<char>(file), {});
}

void mutate(Bytes &bytes, std::mt19937 &random)
{
    const auto below = [&](size_t limit) { return size_t(random() % limit); };
    switch (bytes.empty() ? 0 : below(5)) {
    case 0: bytes.insert(bytes.begin() + std::ptrdiff_t(below(bytes.size() + 1)), uint8_t(random())); break;
    case 1: bytes.erase(bytes.begin() + std::ptrdiff_t(below(bytes.size()))); break;
    case 2: bytes[below(bytes.size())] = uint8_t(random()); break;
    case 3: bytes[below(bytes.size())] ^= uint8_t(1u << below(8)); break;
    default: {
        const Bytes tail(bytes.begin() + std::ptrdiff_t(below(bytes.size())), bytes.end());
        bytes.insert(bytes.end(), tail.begin(), tail.end());
    }
    }
}

} // namespace

int main(int count, char **arguments)
{
    if (count != 2 && count != 3)
        return std::fputs("usage: replay FOLDER [MUTATIONS]\n", stderr), 2;
    const int mutations = count == 3 ? std::atoi(arguments[2]) : 500;
    constexpr size_t Largest = 4096;
    int files = 0;
    std::mt19937 random(1);
    for (const auto &entry : std::filesystem::directory_iterator(arguments[1])) {
        if (!entry.is_regular_file() || entry.path().extension() == ".license")
            continue;
        ++files;
        random.seed(1);
        const Bytes original = contentOf(entry.path());
        Bytes bytes = original;
        LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
        for (int i = 0; i < mutations; ++i) {
            if (i % 10 == 0 || bytes.size() > Largest)
                bytes = original;
            mutate(bytes, random);
            LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
        }
    }
    std::printf("%d files, %d mutations of each\n", files, mutations);
    return files > 0 ? 0 : 1;
}
