// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "hints.h"

#include <algorithm>
#include <numeric>
#include <vector>

// Returns the edit distance of two words: inserted, removed, replaced and swapped characters
// (optimal string alignment).
static int distance(const QString &a, const QString &b)
{
    const auto width = std::size_t(b.size()) + 1;
    std::vector<int> before(width);
    std::vector<int> above(width);
    std::vector<int> row(width);
    std::iota(above.begin(), above.end(), 0);
    for (qsizetype i = 0; i < a.size(); ++i) {
        row[0] = int(i) + 1;
        for (qsizetype j = 0; j < b.size(); ++j) {
            const auto at = std::size_t(j);
            row[at + 1] = std::min({ row[at] + 1, above[at + 1] + 1, above[at] + int(a[i] != b[j]) });
            if (i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j])
                row[at + 1] = std::min(row[at + 1], before[at - 1] + 1);
        }
        before.swap(above);
        above.swap(row);
    }
    return above.back();
}

QString hintFor(const QString &word, const QStringList &names)
{
    QString nearest;
    int least = 3; // a larger distance is a different word
    for (const QString &name : names) {
        const int changes = word.size() > 64 ? least : distance(word.toLower(), name);
        const bool isLike = changes < least && 2 * changes < name.size();
        const bool isBeginning = word.size() > 2 && name.startsWith(word, Qt::CaseInsensitive);
        if (isLike || (isBeginning && nearest.isEmpty())) {
            nearest = name;
            least = std::min(least, changes);
        }
    }
    return nearest.isEmpty() ? QString() : QStringLiteral("; did you mean \"%1\"?").arg(nearest);
}
