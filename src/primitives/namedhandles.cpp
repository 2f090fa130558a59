// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/namedhandles.h"

#include "os/inheritedhandle.h"
#include "os/processmark.h"
#include "support/errortext.h"

#include <QtInterprocess/childhandles.h>

#include <QtCore/qprocess.h>

#include <algorithm>
#include <mutex>
#include <utility>

namespace QtInterprocess {

namespace {

constexpr qsizetype LongestName = 255;
constexpr size_t MostNames = 1024; // more than any parent has

Error takingFailed(Error::Code code, const QString &name, const ErrorText &why)
{
    return Error(code, 0, QStringLiteral("take the handle of the parent"), name, why);
}

// The remaining handles that this process was started with.
struct FromParent
{
    std::mutex mutex;
    bool isRead = false;
    std::vector<NamedHandle> handles;
    Error error;
};
os::PerProcess<FromParent> fromParent; // a forked child looks again, and finds no variable

// Reads the variable. Each valid handle becomes non-inheritable, whether this process takes it or
// not.
void readVariable(FromParent &all)
{
    all.isRead = true;
    const QByteArray variable = qgetenv(ChildHandles::EnvironmentVariable);
    qunsetenv(ChildHandles::EnvironmentVariable);
    auto parsed = parseNamedHandles(variable);
    if (!parsed) {
        all.error = takingFailed(parsed.error().code(), QString(), ErrorText::of(parsed.error()));
        return;
    }
    all.handles = std::move(*parsed);
    for (NamedHandle &handle : all.handles) {
        const Error problem = os::checkInherited(handle.number, handle.stamp);
        if (problem) {
            handle.problem = ErrorText::of(problem);
            handle.number = OwnedHandle::Invalid;
        } else {
            (void)os::endInheritance(handle.number);
        }
    }
}

} // namespace

// ---- the parent

static bool isNameCharacter(QChar c)
{
    return c.unicode() < 128 && (c.isLetterOrNumber() || QLatin1String("-_.").contains(c));
}

Error NamedHandles::check(const QString &name) const
{
    const auto refused = [&](Error::Code code, const ErrorText &why) {
        return Error(code, 0, QStringLiteral("pass to a child"), name, why);
    };
    if (name.isEmpty() || name.size() > LongestName || !std::all_of(name.begin(), name.end(), isNameCharacter))
        return refused(Error::InvalidName,
                       ErrorText::tr("a name has 1 to 255 of the characters A-Z, a-z, 0-9, '-', '_' and '.'"));
    if (m_names.contains(name))
        return refused(Error::InvalidOperation, ErrorText::tr("a handle with that name was already added"));
    return {};
}

void NamedHandles::add(const QString &name, qintptr number, const QByteArray &stamp)
{
    m_names.append(name);
    if (!m_value.isEmpty())
        m_value += ';';
    m_value += name.toLatin1() + '=' + QByteArray::number(qlonglong(number)) + ',' + stamp;
}

struct NamedHandles::InEnvironment::Before
{
    QProcess &process;
    QProcessEnvironment environment;
};

NamedHandles::InEnvironment::InEnvironment(QProcess &process, const QByteArray &value)
{
    if (value.isEmpty())
        return;
    m_before = std::make_unique<Before>(Before { process, process.processEnvironment() });
    QProcessEnvironment environment = m_before->environment;
    if (environment.inheritsFromParent())
        environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QString::fromLatin1(ChildHandles::EnvironmentVariable), QString::fromLatin1(value));
    process.setProcessEnvironment(environment);
}

NamedHandles::InEnvironment::~InEnvironment()
{
    if (m_before)
        m_before->process.setProcessEnvironment(m_before->environment);
}

// ---- the child

Result<std::vector<NamedHandle>> parseNamedHandles(const QByteArray &variable)
{
    const auto contradiction = [] {
        return Error(Error::InvalidOperation, 0, QString(), QString(),
                     ErrorText::tr("the environment variable %1 is malformed")
                         .arg(QLatin1String(ChildHandles::EnvironmentVariable)));
    };
    std::vector<NamedHandle> handles;
    if (variable.isEmpty())
        return handles;
    const QList<QByteArray> entries = variable.split(';');
    for (const QByteArray &entry : entries) {
        const qsizetype equals = entry.indexOf('=');
        const qsizetype comma = entry.indexOf(',', equals);
        bool ok = false;
        const qlonglong number = entry.mid(equals + 1, comma - equals - 1).toLongLong(&ok);
        const QString name = QString::fromLatin1(entry.left(equals));
        if (equals < 1 || comma < equals || !ok || number < 0 || handles.size() == MostNames
            || !std::all_of(name.begin(), name.end(), isNameCharacter))
            return contradiction();
        handles.push_back({ name, qintptr(number), entry.mid(comma + 1), {} });
    }
    return handles;
}

QStringList ChildHandles::names()
{
    FromParent &all = fromParent.get();
    const std::lock_guard lock(all.mutex);
    if (!all.isRead)
        readVariable(all);
    QStringList names;
    for (const NamedHandle &handle : all.handles) {
        if (handle.number != OwnedHandle::Invalid)
            names.append(handle.name);
    }
    return names;
}

OwnedHandle ChildHandles::take(const QString &name, Error *error)
{
    FromParent &all = fromParent.get();
    const std::lock_guard lock(all.mutex);
    if (!all.isRead)
        readVariable(all);
    OwnedHandle taken;
    Error why = all.error;
    const auto found = std::find_if(all.handles.begin(), all.handles.end(),
                                    [&](const NamedHandle &handle) { return handle.name == name; });
    if (found != all.handles.end() && found->number == OwnedHandle::Invalid) {
        why = takingFailed(Error::InvalidOperation, name, found->problem);
    } else if (found != all.handles.end()) {
        taken = OwnedHandle(found->number);
        all.handles.erase(found);
    } else if (!why) {
        why = takingFailed(Error::NotFound, name,
                           ErrorText::tr("the parent passed no handle of that name, or it was already taken"));
    }
    if (error)
        *error = taken ? Error() : why;
    return taken;
}

} // namespace QtInterprocess
