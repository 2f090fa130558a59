// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "report.h"

#include <QtCore/qjsonobject.h>
#include <QtCore/qstring.h>

#include <algorithm>
#include <cstdio>

const Row *Table::find(const std::string &peer) const
{
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const Row &r) { return r.peer == peer; });
    return row == rows.end() ? nullptr : &*row;
}

Row &Table::rowOf(const std::string &peer)
{
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const Row &r) { return r.peer == peer; });
    if (row != rows.end())
        return *row;
    rows.push_back({ peer, {}, {} });
    return rows.back();
}

double median(std::vector<double> values)
{
    if (values.empty())
        return 0;
    std::sort(values.begin(), values.end());
    const size_t middle = values.size() / 2;
    return values.size() % 2 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

static double pairedRatio(const std::vector<double> &a, const std::vector<double> &b)
{
    std::vector<double> ratios;
    for (size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        ratios.push_back(a[i] / b[i]);
    return median(ratios);
}

double ratio(const Row &a, const Row &b)
{
    return pairedRatio(a.values, b.values);
}

double cpuRatio(const Row &a, const Row &b)
{
    return pairedRatio(a.cpu, b.cpu);
}

static std::string number(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, value >= 1000 ? "%.0f" : value >= 100 ? "%.1f" : "%.2f", value);
    return text;
}

void print(const Table &table)
{
    std::printf("\n%s [%s, %s is better]\n", table.title.c_str(), table.unit.c_str(),
                table.better == Better::Lower ? "lower" : "higher");
    std::printf("  %-24s %10s %10s %10s %10s", "", "median", "min", "max", "CPU us/op");
    for (const std::string &base : table.bases)
        std::printf("  / %-14s", base.c_str());
    std::printf("\n");
    for (const Row &row : table.rows) {
        const auto [least, most] = std::minmax_element(row.values.begin(), row.values.end());
        std::printf("  %-24s %10s %10s %10s %10s", row.peer.c_str(), number(median(row.values)).c_str(),
                    number(*least).c_str(), number(*most).c_str(),
                    row.cpu.empty() ? "" : number(median(row.cpu)).c_str());
        for (const std::string &base : table.bases) {
            const Row *const other = table.find(base);
            std::printf("  %-16s", other ? number(ratio(row, *other)).c_str() : "");
        }
        std::printf("\n");
    }
    std::fflush(stdout);
}

QJsonObject toJson(const Table &table)
{
    const auto numbers = [](const std::vector<double> &values) {
        QJsonArray array;
        for (const double value : values)
            array.append(value);
        return array;
    };
    QJsonArray rows;
    for (const Row &row : table.rows) {
        QJsonObject ratios;
        for (const std::string &base : table.bases) {
            if (const Row *const other = table.find(base))
                ratios.insert(QString::fromStdString(base), ratio(row, *other));
        }
        rows.append(QJsonObject { { QStringLiteral("peer"), QString::fromStdString(row.peer) },
                                  { QStringLiteral("median"), median(row.values) },
                                  { QStringLiteral("values"), numbers(row.values) },
                                  { QStringLiteral("cpuMicroseconds"), numbers(row.cpu) },
                                  { QStringLiteral("ratios"), ratios } });
    }
    return { { QStringLiteral("name"), QString::fromStdString(table.name) },
             { QStringLiteral("title"), QString::fromStdString(table.title) },
             { QStringLiteral("unit"), QString::fromStdString(table.unit) },
             { QStringLiteral("higherIsBetter"), table.better == Better::Higher },
             { QStringLiteral("rows"), rows } };
}
