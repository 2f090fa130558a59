// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "support/errortext.h"

#include <QtCore/qcoreapplication.h>

namespace QtInterprocess {

QString ErrorText::inSourceLanguage(const char *phrase)
{
    return QString::fromLatin1(phrase);
}

QString ErrorText::translate(const char *phrase)
{
    return QCoreApplication::translate("QtInterprocess", phrase);
}

ErrorText ErrorText::joined(const ErrorText &first, const std::vector<ErrorText> &others)
{
    ErrorText all = first;
    for (const ErrorText &text : others)
        all = all.isEmpty() ? text : tr("%1; %2").arg(all, text);
    return all;
}

QString ErrorText::compose(QString (*language)(const char *)) const
{
    if (!m_phrase)
        return m_verbatim;
    const QString phrase = language(m_phrase);
    QString text;
    for (qsizetype i = 0; i < phrase.size(); ++i) { // QString::arg() would replace a %1 inside a value
        const int place = phrase.at(i) == QLatin1Char('%') && i + 1 < phrase.size() ? phrase.at(i + 1).digitValue() : 0;
        if (place >= 1 && size_t(place) <= m_values.size()) {
            text += m_values[size_t(place) - 1].compose(language);
            ++i;
        } else {
            text += phrase.at(i);
        }
    }
    return text;
}

bool ErrorText::equals(const ErrorText &other) const noexcept
{
    return qstrcmp(m_phrase, other.m_phrase) == 0 && m_verbatim == other.m_verbatim && m_values == other.m_values;
}

} // namespace QtInterprocess
