// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "logmodel.h"

#include <QtCore/qfileinfo.h>

#include <algorithm>

static constexpr int Room = 50'000; // lines
static constexpr int ShowEvery = 50; // milliseconds

LogModel::LogModel(QObject *parent) : QAbstractListModel(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(ShowEvery);
    connect(&m_timer, &QTimer::timeout, this, &LogModel::show);
}

int LogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_lines.size());
}

QVariant LogModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Line &line = m_lines[size_t(index.row())];
    switch (role) {
    case TimeRole: return line.time.toString(QStringLiteral("HH:mm:ss.zzz"));
    case SourceRole: return line.source;
    case TextRole: return line.text;
    default: return {};
    }
}

QHash<int, QByteArray> LogModel::roleNames() const
{
    return { { TimeRole, "time" }, { SourceRole, "source" }, { TextRole, "line" } };
}

void LogModel::append(const QString &source, const QString &text)
{
    m_arrived.push_back({ QDateTime::currentDateTime(), source, text });
    ++m_lineCount;
    if (m_output.isOpen())
        m_output.write((source + QLatin1String(": ") + text + QLatin1Char('\n')).toUtf8());
    if (!m_timer.isActive())
        m_timer.start();
}

void LogModel::show()
{
    // If more lines arrived than the model holds, only the newest are kept.
    if (m_arrived.size() > size_t(Room))
        m_arrived.erase(m_arrived.begin(), m_arrived.end() - Room);
    const int surplus = int(m_lines.size() + m_arrived.size()) - Room;
    if (surplus > 0) {
        const int gone = std::min(surplus, int(m_lines.size()));
        beginRemoveRows({}, 0, gone - 1);
        m_lines.erase(m_lines.begin(), m_lines.begin() + gone);
        endRemoveRows();
    }
    beginInsertRows({}, int(m_lines.size()), int(m_lines.size() + m_arrived.size()) - 1);
    std::move(m_arrived.begin(), m_arrived.end(), std::back_inserter(m_lines));
    m_arrived.clear();
    endInsertRows();
    if (m_output.isOpen())
        m_output.flush();
    Q_EMIT lineCountChanged();
}

void LogModel::clear()
{
    beginResetModel();
    m_lines.clear();
    m_arrived.clear();
    m_timer.stop();
    endResetModel();
}

bool LogModel::openFile(const QString &path)
{
    if (!readFile(path))
        return false;
    if (!m_files.contains(path))
        m_files.append(path);
    return true;
}

bool LogModel::readFile(const QString &path)
{
    QFile file(path);
    const QString name = QFileInfo(path).fileName();
    if (!file.open(QIODevice::ReadOnly)) {
        append(QStringLiteral("logdesk"), QStringLiteral("%1: %2").arg(path, file.errorString()));
        return false;
    }
    while (!file.atEnd())
        append(name, QString::fromUtf8(file.readLine()).trimmed());
    return true;
}

void LogModel::reload()
{
    append(QStringLiteral("logdesk"), QStringLiteral("reading %1 files again").arg(m_files.size()));
    const QStringList files = m_files;
    for (const QString &file : files)
        readFile(file);
}

bool LogModel::setOutput(const QString &path)
{
    m_output.setFileName(path);
    return m_output.open(QIODevice::WriteOnly | QIODevice::Append);
}

void LogFilter::setText(const QString &text)
{
    if (m_text == text)
        return;
    m_text = text;
    invalidateFilter();
    Q_EMIT textChanged();
}

bool LogFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    const auto holds = [&](int role) { return index.data(role).toString().contains(m_text, Qt::CaseInsensitive); };
    return m_text.isEmpty() || holds(LogModel::TextRole) || holds(LogModel::SourceRole);
}
