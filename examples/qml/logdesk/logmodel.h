// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qabstractitemmodel.h>
#include <QtCore/qdatetime.h>
#include <QtCore/qfile.h>
#include <QtCore/qsortfilterproxymodel.h>
#include <QtCore/qtimer.h>
#include <QtQml/qqmlregistration.h>

#include <deque>

/*!
    The newest lines of the desk, in order of arrival and limited in number.

    Lines that arrive are shown in batches, every 50 ms at most. They are written to the output file
    at once.
*/
class LogModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("There is one, made by main().")
    Q_PROPERTY(int lineCount READ lineCount NOTIFY lineCountChanged)

public:
    enum Role { TimeRole = Qt::UserRole, SourceRole, TextRole };

    explicit LogModel(QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = QModelIndex()) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    Q_INVOKABLE void append(const QString &source, const QString &text);
    Q_INVOKABLE void clear();

    /*! Reads the lines of a file. If that fails, returns \c false and adds a line that says why. */
    bool openFile(const QString &path);
    /*! Reads all opened files again. */
    Q_INVOKABLE void reload();

    /*! Also writes each line to a file. Returns \c false if it cannot be opened. */
    bool setOutput(const QString &path);

    /*! Returns the number of all lines that have arrived. */
    int lineCount() const { return m_lineCount; }

Q_SIGNALS:
    void lineCountChanged();

private:
    struct Line
    {
        QDateTime time;
        QString source;
        QString text;
    };

    bool readFile(const QString &path);
    void show();

    std::deque<Line> m_lines;
    std::vector<Line> m_arrived; // not shown yet
    QTimer m_timer;
    QStringList m_files;
    QFile m_output;
    int m_lineCount = 0;
};

/*! The lines that contain a text, in the line or in the name of its source. */
class LogFilter : public QSortFilterProxyModel
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY textChanged)

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    QString text() const { return m_text; }
    void setText(const QString &text);

Q_SIGNALS:
    void textChanged();

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QString m_text;
};
